using Shop.Core;

namespace Shop.Tests;

public sealed class SkuTests
{
    [Theory]
    [InlineData(" tea-0042 ", "TEA-0042")]
    [InlineData("COF-0001", "COF-0001")]
    public void Case_and_space_do_not_matter(string text, string code) => Assert.Equal(code, Sku.Parse(text).Code);

    [Theory]
    [InlineData("")]
    [InlineData("TEA0042")]
    [InlineData("TEA-42")]
    public void Anything_else_is_refused(string text) => Assert.False(Sku.TryParse(text, out _));
}
