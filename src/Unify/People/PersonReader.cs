using Microsoft.Data.Sqlite;

namespace Kairos.Unify.People;

/// <summary>One connection with the look-up of a person prepared.</summary>
internal sealed class PersonReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteParameter _id;

    public PersonReader(SqliteConnection connection)
    {
        _connection = connection;
        _find = connection.CreateCommand();
        _find.CommandText = "SELECT state FROM people WHERE id = $id";
        _id = _find.Parameters.Add("$id", SqliteType.Blob);
        _find.Prepare();
    }

    public byte[]? Read(byte[] id)
    {
        _id.Value = id;
        return (byte[]?)_find.ExecuteScalar();
    }

    public void Dispose()
    {
        _find.Dispose();
        _connection.Dispose();
    }
}
