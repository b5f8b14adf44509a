using Kairos.Capture.Events;

namespace Kairos.Decide.Ranking;

/// <summary>How much a touch says about taste, in views.</summary>
public static class TouchWeights
{
    /// <summary>The weight of a touch; zero for those that say nothing about the item.</summary>
    /// <param name="code">What was done.</param>
    public static float Of(EventCode code) => code switch
    {
        EventCode.ProductViewed or EventCode.ProductClicked => 1,
        EventCode.ProductShared or EventCode.ProductReviewed or EventCode.ProductWished => 2,
        EventCode.ProductAdded => 3,
        EventCode.OrderCompleted => 5,
        _ => 0,
    };
}
