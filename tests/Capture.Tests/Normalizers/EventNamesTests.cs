using System.Text;
using CsCheck;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Tests.Normalizers;

public sealed class EventNamesTests
{
    [Theory]
    [InlineData("Product Viewed", "product_viewed", EventCode.ProductViewed)]
    [InlineData("product_viewed", "product_viewed", EventCode.ProductViewed)]
    [InlineData("productViewed", "product_viewed", EventCode.ProductViewed)]
    [InlineData("PRODUCT-VIEWED", "product_viewed", EventCode.ProductViewed)]
    [InlineData("view_item", "product_viewed", EventCode.ProductViewed)]
    [InlineData("Viewed Product", "product_viewed", EventCode.ProductViewed)]
    [InlineData("ViewContent", "product_viewed", EventCode.ProductViewed)]
    [InlineData("product_added_to_cart", "product_added", EventCode.ProductAdded)]
    [InlineData("addToCart", "product_added", EventCode.ProductAdded)]
    [InlineData("AddToCart", "product_added", EventCode.ProductAdded)]
    [InlineData("addtocart", "product_added", EventCode.ProductAdded)]
    [InlineData("purchase", "order_completed", EventCode.OrderCompleted)]
    [InlineData("Completed Order", "order_completed", EventCode.OrderCompleted)]
    [InlineData("search", "products_searched", EventCode.ProductsSearched)]
    [InlineData("filter_applied", "product_list_filtered", EventCode.ProductListFiltered)]
    [InlineData("Payment Info Entered", "payment_info_entered", EventCode.CheckoutStepCompleted)]
    [InlineData("Order Cancelled", "order_cancelled", EventCode.OrderRefunded)]
    [InlineData("Wishlist Product Added to Cart", "wishlist_product_added_to_cart", EventCode.ProductAdded)]
    [InlineData("  Product...Viewed!! ", "product_viewed", EventCode.ProductViewed)]
    [InlineData("HTMLPageOpened", "html_page_opened", EventCode.Custom)]
    [InlineData("Step2Done", "step2_done", EventCode.Custom)]
    [InlineData("Größe Gewählt", "größe_gewählt", EventCode.Custom)]
    [InlineData("ТоварПросмотрен", "товар_просмотрен", EventCode.Custom)]
    [InlineData("商品 閲覧", "商品_閲覧", EventCode.Custom)]
    [InlineData("👍 Liked 👍", "liked", EventCode.Custom)]
    [InlineData("👍", "", EventCode.Custom)]
    [InlineData("", "", EventCode.Custom)]
    public void A_name_is_stored_by_one_word(string sent, string stored, EventCode code)
    {
        Span<byte> buffer = stackalloc byte[256];
        EventNames.Normalize(Encoding.UTF8.GetBytes(sent), buffer, out var length).ShouldBe(code);
        Encoding.UTF8.GetString(buffer[..length]).ShouldBe(stored);
    }

    [Fact]
    public void All_of_segments_ecommerce_spec_is_known()
    {
        string[] spec =
        [
            "Products Searched", "Product List Viewed", "Product List Filtered", "Promotion Viewed", "Promotion Clicked", "Product Clicked", "Product Viewed", "Product Added", "Product Removed", "Cart Viewed",
            "Checkout Started", "Checkout Step Viewed", "Checkout Step Completed", "Payment Info Entered", "Order Updated", "Order Completed", "Order Refunded", "Order Cancelled", "Coupon Entered", "Coupon Applied",
            "Coupon Denied", "Coupon Removed", "Product Added to Wishlist", "Product Removed from Wishlist", "Wishlist Product Added to Cart", "Product Shared", "Cart Shared", "Product Reviewed",
        ];
        foreach (var name in spec)
        {
            var (stored, code) = Normalize(name);
            code.ShouldNotBe(EventCode.Custom, name);
            stored.ShouldBe(name.ToLowerInvariant().Replace(' ', '_'));
        }
    }

    [Fact]
    public void Normalizing_twice_changes_nothing_and_never_passes_the_limit() => Gen.String[0, 400].Sample(sent =>
    {
        var (once, code) = Normalize(sent);
        var (twice, again) = Normalize(once);
        return once == twice && code == again && Encoding.UTF8.GetByteCount(once) <= EventNames.LengthMax && !once.StartsWith('_') && !once.EndsWith('_') && !once.Contains("__");
    });

    [Fact]
    public void Bytes_that_are_no_text_are_survived() => Gen.Byte.Array[0, 400].Sample(sent =>
    {
        Span<byte> buffer = stackalloc byte[256];
        EventNames.Normalize(sent, buffer, out var length);
        System.Text.Unicode.Utf8.IsValid(buffer[..length]).ShouldBeTrue();
    });

    [Fact]
    public void Normalizing_allocates_nothing() => Allocations.Of(() =>
    {
        Span<byte> buffer = stackalloc byte[256];
        EventNames.Normalize("Viewed Product"u8, buffer, out _);
        EventNames.Normalize("product_viewed"u8, buffer, out _);
        EventNames.Normalize("My Own Größe"u8, buffer, out _);
    }).ShouldBe(0);

    [Fact]
    public void The_reference_page_shows_the_table()
    {
        var page = File.ReadAllLines(Path.Combine(Sample.Root, "docs", "reference", "event-names.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        page.ShouldBe(EventVocabulary.All.Select(known => $"| `{known.Name}` | {known.Code} | {string.Join(", ", known.Aliases.Select(alias => $"`{alias}`"))} |"));
    }

    private static (string Name, EventCode Code) Normalize(string sent)
    {
        Span<byte> buffer = stackalloc byte[256];
        var code = EventNames.Normalize(Encoding.UTF8.GetBytes(sent), buffer, out var length);
        return (Encoding.UTF8.GetString(buffer[..length]), code);
    }
}
