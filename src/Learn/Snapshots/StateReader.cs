using System.Runtime.InteropServices;
using System.Text;

namespace Kairos.Learn.Snapshots;

/// <summary>Reads what <see cref="StateWriter"/> wrote, in the same order. One thread.</summary>
/// <param name="stream">Where from; can seek.</param>
public sealed class StateReader(Stream stream)
{
    /// <summary>Reads one number, or a structure of numbers.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <exception cref="InvalidDataException">Nothing like it is there.</exception>
    public T Read<T>()
        where T : unmanaged
    {
        var value = default(T);
        Fill(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    /// <summary>Reads numbers with their count.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <exception cref="InvalidDataException">Nothing like it is there.</exception>
    public unsafe T[] ReadArray<T>()
        where T : unmanaged
    {
        var count = Read<int>();
        if (count < 0 || (long)count * sizeof(T) > stream.Length - stream.Position)
            throw new InvalidDataException($"An array of {count} does not fit what is left.");
        var values = GC.AllocateUninitializedArray<T>(count);
        Fill(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="InvalidDataException">Nothing like it is there.</exception>
    public string ReadText() => Encoding.UTF8.GetString(ReadArray<byte>());

    private void Fill(Span<byte> into)
    {
        if (stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) < into.Length)
            throw new InvalidDataException("The state ends too early.");
    }
}
