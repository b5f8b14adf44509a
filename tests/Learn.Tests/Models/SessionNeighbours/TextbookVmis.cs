using Kairos.Learn.Models.SessionNeighbours;

namespace Kairos.Learn.Tests.Models.SessionNeighbours;

/// <summary>VMIS-kNN as its paper prints it, with hash maps and a heap (Kersbergen, Sprangers, Schelter, SIGMOD 2022, algorithms 1 and 2), and the two decays.</summary>
internal static class TextbookVmis
{
    public sealed record PastSession(int Number, int[] Items, long LastMs);

    public static Dictionary<int, float> Score(IReadOnlyList<PastSession> sessions, int[] query, long nowMs, NeighbourOptions options)
    {
        var postings = new Dictionary<int, List<PastSession>>();
        foreach (var session in sessions.OrderByDescending(session => session.Number))
        {
            foreach (var item in session.Items.Distinct())
                (postings.TryGetValue(item, out var list) ? list : postings[item] = []).Add(session);
        }
        var byNumber = sessions.ToDictionary(session => session.Number);
        var likeness = new Dictionary<int, float>();
        var match = new Dictionary<int, int>();
        var heap = new PriorityQueue<int, int>();
        var length = Math.Min(options.QueryItems, query.Length);
        var said = new HashSet<int>();
        for (var back = 0; back < length; back++)
        {
            var place = query.Length - 1 - back;
            if (!said.Add(query[place]) || !postings.TryGetValue(query[place], out var list))
                continue;
            var voice = (float)(length - back) / length;
            foreach (var session in list.Take(options.SampleSessions))
            {
                if (likeness.TryGetValue(session.Number, out var known))
                {
                    likeness[session.Number] = known + voice;
                    continue;
                }
                if (heap.Count == options.SampleSessions)
                {
                    if (session.Number < heap.Peek())
                        break;
                    var gone = heap.Dequeue();
                    likeness.Remove(gone);
                    match.Remove(gone);
                }
                heap.Enqueue(session.Number, session.Number);
                likeness[session.Number] = voice;
                match[session.Number] = place;
            }
        }
        var scores = new Dictionary<int, float>();
        foreach (var (number, alike) in likeness.OrderByDescending(pair => pair.Value).ThenByDescending(pair => pair.Key).Take(options.Neighbours))
            Speak(byNumber[number], alike, query, match[number], nowMs, options, item => MathF.Log(sessions.Count) - MathF.Log(postings[item].Count), scores);
        return scores;
    }

    private static void Speak(PastSession session, float alike, int[] query, int place, long nowMs, NeighbourOptions options, Func<int, float> rarity, Dictionary<int, float> scores)
    {
        var match = 1 - 0.1f * (query.Length - place);
        if (match <= 0)
            return;
        var age = options.SessionDecay == TimeSpan.Zero ? 1 : Math.Exp(-Math.Max(0, nowMs / 1000.0 - session.LastMs / 1000) / options.SessionDecay.TotalSeconds);
        var shared = Array.LastIndexOf(session.Items, query[place]);
        foreach (var item in session.Items.Distinct())
        {
            var closeness = Math.Exp(-options.Closeness * Math.Abs(Array.LastIndexOf(session.Items, item) - shared));
            var score = (float)(alike * match * age * closeness * rarity(item));
            if (score > 0)
                scores[item] = scores.GetValueOrDefault(item) + score;
        }
    }
}
