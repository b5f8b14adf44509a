using System.CommandLine;
namespace Kairos.Host.Commands;
internal static class DemoCommand
{
    public static Command Make() => new("demo", "x");
}
