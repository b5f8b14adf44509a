namespace Kairos.Capture.Tests.Normalizers;

internal static class Allocations
{
    /// <summary>Bytes that an action allocates once it is warm.</summary>
    public static long Of(Action action)
    {
        for (var i = 0; i < 200; i++)
            action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
