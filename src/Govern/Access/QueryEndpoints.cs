using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Govern.Access;

/// <summary>Refuses values of the query that an endpoint could not read, before it is asked, so that the answer can name them.</summary>
internal static class QueryEndpoints
{
    /// <summary>What is wrong with the query of a request; null when nothing is.</summary>
    /// <param name="context">A request whose endpoint is known.</param>
    public static string? Wrong(HttpContext context)
    {
        if (!context.Request.QueryString.HasValue || context.GetEndpoint() is not RouteEndpoint endpoint)
            return null;
        foreach (var parameter in endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>())
        {
            if (!context.Request.Query.TryGetValue(parameter.Name, out var sent) || endpoint.RoutePattern.GetParameter(parameter.Name) is not null)
                continue;
            if (sent.Count > 1)
                return $"{parameter.Name} stands more than once.";
            if (parameter.ParameterInfo.ParameterType == typeof(int?) && !int.TryParse(sent[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                return $"{parameter.Name} must be a whole number.";
        }

        return null;
    }
}
