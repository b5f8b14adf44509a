using Kairos.Capture.Events;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake.Repeats;

/// <summary>Remembers for which identifier each message was written, so that one that comes again for another is known as a repeat.</summary>
/// <remarks>
/// Shards drop a message that comes twice for one identifier: both copies go to one partition. The same message for two identifiers of one person, from the browser and
/// from the shop's server, goes to two, and neither shard can see the other's. A message is claimed before it is written and the claim is settled after: so a refused write
/// never makes a retry look like a repeat, and of two at the same moment one counts. What was erased is nobody's: its message belongs to the route 0, as its remains in the journal do.
/// </remarks>
internal sealed class MessageMemory : IErasedMessages
{
    private const int Stripes = 256;
    private readonly MessageStripe[] _stripes;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _window;
    private volatile bool _hasErased;

    public MessageMemory(IOptions<MessageOptions> options, TimeProvider? clock = null)
    {
        (_clock, _window) = (clock ?? TimeProvider.System, options.Value.Window);
        _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new MessageStripe(Math.Max(options.Value.MessagesMin / Stripes, 1)))];
    }

    /// <summary>Completes when what was written before the server started is known.</summary>
    public Task Restored { get; set; } = Task.CompletedTask;

    /// <summary>Asks to write a message for an identifier. What is granted must be settled.</summary>
    public MessageClaim Claim(MessageKey message, PersonKey person) => Stripe(message).Claim(Key(message), Route(person));

    /// <summary>Ends a claim that was granted.</summary>
    /// <param name="message">The message.</param>
    /// <param name="written">Whether it is on disk now.</param>
    public void Settle(MessageKey message, bool written) => Stripe(message).Settle(Key(message), written);

    /// <summary>Waits until nobody is about to write a message.</summary>
    /// <returns>Whether it is on disk.</returns>
    public ValueTask<bool> Outcome(MessageKey message) => Stripe(message).Outcome(Key(message));

    /// <summary>Takes in a message that was written before the server started. They come latest first.</summary>
    /// <returns>Whether it is remembered: false when there is no more room for it.</returns>
    public bool Restore(MessageKey message, PersonKey person)
    {
        _hasErased |= person.IsNone;
        return Stripe(message).Restore(Key(message), Route(person));
    }

    /// <inheritdoc/>
    public ValueTask Drop(MessageKey message, long receivedAtMs)
    {
        _hasErased = true;
        return Stripe(message).Erase(Key(message), evenIfForgotten: receivedAtMs >= (_clock.GetUtcNow() - _window).ToUnixTimeMilliseconds());
    }

    /// <summary>Whether a message was erased, as far as is remembered.</summary>
    public bool IsErased(MessageKey message) => _hasErased && Stripe(message).IsErased(Key(message));

    /// <summary>Whether any was.</summary>
    public bool HasErased => _hasErased;

    private MessageStripe Stripe(MessageKey message) => _stripes[message.High % Stripes];

    private static ulong Key(MessageKey message) => message.Low == 0 ? 1 : message.Low;

    private static uint Route(PersonKey person) => person.IsNone ? MessageStripe.Erased : Math.Max((uint)person.High ^ (uint)person.Low, 1);
}
