using System.Text;
using BenchmarkDotNet.Attributes;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Normalizers.PersonalData;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;
using Kairos.Govern.Workspaces;

namespace Kairos.Bench.Micro;

/// <summary>The inner loops of capture, one event each: time and allocation. Run with <c>bench micro</c>.</summary>
public class MicroBenchmarks
{
    private static readonly Workspace Shop = new(new WorkspaceId(1), "shop", new SipKey(1, 2));
    private readonly byte[] _identifier = Encoding.UTF8.GetBytes("0f8fad5b-d9cb-469f-a165-70867728950e");
    private readonly byte[] _name = "Product Added To Cart"u8.ToArray();
    private readonly byte[] _time = "2026-01-05T10:00:09.123Z"u8.ToArray();
    private readonly byte[] _userAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"u8.ToArray();
    private readonly byte[] _event = Encoding.UTF8.GetBytes("""{"product_id":"SKU-441","name":"Trail shoe","category":"Running shoes","brand":"ACME","price":129.95,"currency":"EUR","quantity":1,"position":3,"url":"https://shop.example/running-shoes/trail-shoe?color=blue","image_url":"https://img.shop.example/trail-shoe-blue.webp","variant":"42","coupon":"SUMMER","list_id":"spring","filters":[{"type":"size","value":"42"},{"type":"color","value":"blue"}],"note":"Runs a little large, so take a size less than you would otherwise"}""");
    private readonly byte[] _sentence = Encoding.UTF8.GetBytes("The parcel SKU-441 of 12 March cost 129.95 and weighed 1.250 kg; ask for it at 4 Mill Lane, order 2026-0042, item 4006381333931");
    private readonly byte[] _buffer = new byte[256];
    private readonly UserAgents _userAgents = new(new UserAgentOptions());
    private readonly JournalBatch _batch = JournalBatch.Rent();
    // The example of the framework's documents: a core, and the vendors that were disclosed.
    private readonly byte[] _tcString = Encoding.ASCII.GetBytes("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw");
    private readonly TcfMapping _tcf = new(new TcfOptions { VendorId = 755 }, PurposePolicy.Of("fresh"));
    private byte[] _record = [];

    [GlobalSetup]
    public void Write()
    {
        WriteRecord();
        _record = _batch.Bytes[JournalBatch.RecordHeaderBytes..].ToArray();
    }

    [Benchmark]
    public bool TcStringOfAVendor() => TcString.TryRead(_tcString, 755, out _);

    [Benchmark]
    public StatedConsent TcStringAsStatements() => _tcf.With(StatedConsent.Nothing, _tcString);

    [Benchmark]
    public PersonKey KeyOfAnIdentifier() => PersonKey.Of(Shop, KeyDomain.AnonymousId, _identifier);

    [Benchmark]
    public EventCode EventName() => EventNames.Normalize(_name, _buffer, out _);

    [Benchmark]
    public bool Time() => Clocks.TryParseTime(_time, out _);

    [Benchmark]
    public Device DeviceOfAKnownUserAgent() => _userAgents.Parse(_userAgent);

    [Benchmark]
    public bool GlanceForPersonalData() => PersonalDataFinder.MayHold(_event);

    [Benchmark]
    public bool SearchForPersonalData() => PersonalDataFinder.TryFind(_sentence, 0, TextSetting.Free, out _);

    [Benchmark]
    public int WriteRecord()
    {
        _batch.Clear();
        var writer = new EventWriter(_batch, new EventHeader { Kind = EventKind.Track, Code = EventCode.ProductViewed, Workspace = 1, Person = new PersonKey(3, 4) });
        writer.Write(EventField.MessageId, _identifier);
        writer.Write(EventField.AnonymousId, _identifier);
        writer.Write(new ItemMention { Key = new ItemKey(7), Id = _name, Name = _name, Category = _name, Price = 10, Quantity = 1 });
        writer.End(16);
        return _batch.Bytes.Length;
    }

    [Benchmark]
    public ulong ReadRecord()
    {
        ulong sum = 0;
        foreach (var field in new EventView(_record))
        {
            if (field.Field == EventField.Item)
                sum += field.Item.Key.Value;
        }

        return sum;
    }
}
