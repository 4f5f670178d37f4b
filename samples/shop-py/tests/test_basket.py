import unittest

from shop import Basket

from .products import COFFEE, TEA


class BasketTest(unittest.TestCase):
    def test_the_same_product_twice_becomes_one_line(self):
        basket = Basket()
        basket.add(TEA)
        basket.add(COFFEE)
        basket.add(TEA, 2)

        self.assertEqual([(line.product.sku, line.quantity) for line in basket.lines], [("TEA-0042", 3), ("COF-0001", 1)])

    def test_the_total_is_the_sum_of_all_lines(self):
        basket = Basket()
        basket.add(TEA, 2)
        basket.add(COFFEE)

        self.assertEqual(str(basket.total()), "21.90 EUR")

    def test_a_product_that_is_not_there_cannot_be_removed(self):
        basket = Basket()
        basket.add(TEA)

        self.assertFalse(basket.remove("COF-0001"))
        self.assertTrue(basket.remove("TEA-0042"))
        self.assertEqual(basket.lines, [])


if __name__ == "__main__":
    unittest.main()
