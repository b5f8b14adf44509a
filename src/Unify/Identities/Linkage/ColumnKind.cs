namespace Kairos.Unify.Identities.Linkage;

/// <summary>What the values of a column look like, which decides how two of them are compared.</summary>
public enum ColumnKind
{
    /// <summary>Short text: names, streets, towns.</summary>
    Name,

    /// <summary>Dates, in one of the usual spellings.</summary>
    Date,

    /// <summary>Digits, or digits and letters: postcodes, house numbers, social security numbers.</summary>
    Code,

    /// <summary>E-mail addresses.</summary>
    Email,

    /// <summary>Amounts: nearness counts, not digits.</summary>
    Number,

    /// <summary>Long text: titles and descriptions, compared word by word.</summary>
    Text,

    /// <summary>Nothing that could tell two records apart: empty, or one value everywhere.</summary>
    Constant,
}
