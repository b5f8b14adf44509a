using Microsoft.Playwright;

namespace Kairos.Scenarios.Clients;

/// <summary>The system's Chromium, without a window.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static async Task<Chromium> Start()
    {
        var path = Places.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Chromium is not installed: the browser client needs it. Install Debian's chromium, or run `./test`, which does.");
        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Flags, Headless = true }));
    }

    /// <summary>Opens a page of a visitor who was never here, and collects what its console says into a list.</summary>
    public async Task<IPage> Open(Uri address, List<string> console)
    {
        var visitor = await _browser.NewContextAsync();
        var page = await visitor.NewPageAsync();
        page.Console += (_, message) =>
        {
            lock (console)
                console.Add(message.Text);
        };
        await page.GotoAsync(address.ToString());
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
