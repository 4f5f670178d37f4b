using Shop.Core;

namespace Shop.Tests;

public sealed class MoneyTests
{
    [Fact]
    public void Amounts_of_one_currency_add_up() => Assert.Equal(Money.Euro(5.50m), Money.Euro(2m) + Money.Euro(3.50m));

    [Fact]
    public void Amounts_of_two_currencies_never_mix() =>
        Assert.Throws<InvalidOperationException>(() => Money.Euro(1m) + new Money(1m, "USD"));

    [Theory]
    [InlineData(1.005, 1.01)]
    [InlineData(1.004, 1.00)]
    public void Half_a_cent_is_rounded_up(double amount, double rounded) =>
        Assert.Equal(Money.Euro((decimal)rounded), Money.Euro((decimal)amount).Round());
}
