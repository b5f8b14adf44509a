using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models;

/// <summary>A model that says which items fit a session. The blend weighs its answers against those of the others.</summary>
/// <remarks>
/// One thread learns; any number of threads score at the same time, without locks. Scoring allocates nothing. The same clicks in
/// the same order give the same scores, on every node.
/// </remarks>
public interface ISessionModel
{
    /// <summary>How many columns of the table it fills: one for each way of scoring, each weighed on its own.</summary>
    int Columns { get; }

    /// <summary>The short name of a column, as the status shows it.</summary>
    /// <param name="column">From 0.</param>
    string NameOf(int column);

    /// <summary>What candidates of a column are said to come from.</summary>
    /// <param name="column">From 0.</param>
    /// <param name="inCategory">Whether the query asked for one category.</param>
    CandidateSource SourceOf(int column, bool inCategory);

    /// <summary>Takes in one click. Only ever called by the one writer.</summary>
    /// <param name="click">The click and what came before it.</param>
    void Learn(in LearnedClick click);

    /// <summary>A session will get no more clicks.</summary>
    /// <param name="session">Its number.</param>
    void Close(int session);

    /// <summary>Makes all that was learned visible and does housekeeping. Called after each run of clicks.</summary>
    /// <param name="wait">Whether to finish housekeeping before returning instead of in the background.</param>
    void Settle(bool wait);

    /// <summary>Adds its scores. They need no common scale: each column is brought to the sum of one.</summary>
    /// <param name="query">The session.</param>
    /// <param name="scratch">Working memory of this thread, with the table that receives the scores.</param>
    /// <param name="column">The first column of this model in the table.</param>
    void Score(in SessionQuery query, QueryScratch scratch, int column);

    /// <summary>The form of its state: a version, and the settings that shaped it. A state of another form is not restored.</summary>
    string StateForm { get; }

    /// <summary>Holds on to all it has learned up to now, while it learns on. Takes microseconds, whatever it holds. Only ever called by the one
    /// writer, after <see cref="Settle"/>, and not again before what it gave last was let go.</summary>
    IFrozenState Freeze();

    /// <summary>Takes up a state that was written, and answers and learns from there as the one it was taken from. Only while it has learned nothing.</summary>
    /// <param name="from">The state, of the same <see cref="StateForm"/>.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    void Restore(StateReader from);

    /// <summary>What it holds, in bytes, about.</summary>
    long MemoryBytes { get; }

    /// <summary>Rises whenever its answers may change for a reason other than a learned click: a fold, say.</summary>
    long Folds { get; }
}
