using Akis.Engine.Database;

namespace Akis.Registry.Records;

/// <summary>What the two databases say differently about a record's values.</summary>
internal static class RecordSql
{
    /// <summary>The text of a value in a column of JSON. The field's name comes from a type, never from a request.</summary>
    public static string Value(DatabaseKind kind, string column, string field) => kind == DatabaseKind.PostgreSql ? $"({column}::jsonb ->> '{field}')" : $"json_extract({column}, '$.{field}')";
}
