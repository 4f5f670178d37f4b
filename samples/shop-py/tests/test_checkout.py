import unittest

from shop import Basket, Catalog, Money, above, best_of, checkout, percentage

from .products import COFFEE, TEA


class CheckoutTest(unittest.TestCase):
    def test_without_a_discount_everything_is_due(self):
        basket = Basket()
        basket.add(TEA)

        self.assertEqual(checkout(basket).text, "1 × Assam: 4.50 EUR\nTotal: 4.50 EUR")

    def test_the_best_discount_counts_not_their_sum(self):
        basket = Basket()
        basket.add(COFFEE, 2)

        receipt = checkout(basket, best_of(percentage(10), above(Money(2000), Money(500))))

        self.assertEqual(receipt.discount, Money(500))
        self.assertEqual(receipt.due, Money(2080))

    def test_a_product_number_is_in_the_catalog_once(self):
        catalog = Catalog([TEA])

        self.assertEqual(catalog.find("TEA-0042"), TEA)
        with self.assertRaisesRegex(ValueError, "in the catalog already"):
            catalog.add(TEA)


if __name__ == "__main__":
    unittest.main()
