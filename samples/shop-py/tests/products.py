from shop import Money, Product

TEA = Product("TEA-0042", "Assam", Money(450))
COFFEE = Product("COF-0001", "Yirgacheffe", Money(1290))
