using System.Security.Cryptography;
using Kairos.Capture.Events;

namespace Kairos.Capture.Consents;

/// <summary>What is remembered of refusals, in one file with the journal positions it stands for. Keyed hashes and bits: no identifier is in it.</summary>
/// <param name="path">Its place.</param>
internal sealed class StandingFile(string path)
{
    private const int Version = 1;

    /// <summary>Writes it anew: whole or not at all.</summary>
    public void Write(StandingConsents consents, Guid journal, long[] positions)
    {
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            using var sum = SHA256.Create();
            using (var summed = new CryptoStream(file, sum, CryptoStreamMode.Write, leaveOpen: true))
            using (var to = new BinaryWriter(new BufferedStream(summed, 1 << 16)))
            {
                to.Write(Version);
                to.Write(consents.Purposes);
                to.Write(journal.ToByteArray());
                to.Write(positions.Length);
                Array.ForEach(positions, to.Write);
                to.Write(consents.Filter is not null);
                consents.Filter?.Write(to);
                foreach (var (key, word) in consents.All)
                {
                    to.Write(true);
                    to.Write(key.High);
                    to.Write(key.Low);
                    word.Write(to);
                }

                to.Write(false);
            }

            file.Write(sum.Hash);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Reads it.</summary>
    /// <returns>The next position of each partition; null when there is none, or none of this journal and these purposes: then the journal tells.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public long[]? Read(StandingConsents into, Guid journal, int partitions)
    {
        if (!File.Exists(path))
            return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        Check(file);
        using var from = new BinaryReader(file);
        if (from.ReadInt32() != Version || from.ReadUInt16() != into.Purposes || !from.ReadBytes(16).AsSpan().SequenceEqual(journal.ToByteArray()) || from.ReadInt32() != partitions)
            return null;
        var positions = new long[partitions];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = from.ReadInt64();
        if (from.ReadBoolean())
            into.Restore(KeyFilter.Read(from));
        while (from.ReadBoolean())
            into.Restore(new PersonKey(from.ReadUInt64(), from.ReadUInt64()), StandingWord.Read(from, into.Purposes));
        return positions;
    }

    private static void Check(FileStream file)
    {
        using var sum = SHA256.Create();
        Span<byte> stated = stackalloc byte[32];
        var left = file.Length - stated.Length;
        var buffer = new byte[1 << 16];
        while (left > 0 && file.Read(buffer, 0, (int)Math.Min(left, buffer.Length)) is > 0 and var read)
        {
            sum.TransformBlock(buffer, 0, read, null, 0);
            left -= read;
        }

        sum.TransformFinalBlock([], 0, 0);
        if (left != 0 || file.ReadAtLeast(stated, stated.Length, throwOnEndOfStream: false) < stated.Length || !stated.SequenceEqual(sum.Hash))
            throw new InvalidDataException("The file is damaged.");
        file.Position = 0;
    }
}
