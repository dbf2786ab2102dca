using System.Reflection;
using System.Runtime.Loader;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using NovaFence.Functions.Tests.Worker.Protocol;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>What our host says means the same to the worker.</summary>
public sealed class ProtocolTests
{
    [Fact]
    public void Every_name_number_and_type_that_our_host_uses_is_the_Workers_own()
    {
        var ours = Described(FunctionRpcReflection.Descriptor.ToProto());
        var theirs = Described(OfTheWorker());

        ours.Should().NotBeEmpty();
        ours.Except(theirs).Should().BeEmpty();
    }

    /// <summary>One line for the service's method, each field and each value of an enumeration.</summary>
    private static List<string> Described(FileDescriptorProto file) =>
    [
        .. from service in file.Service
           from method in service.Method
           select $"{file.Package}.{service.Name}/{method.Name} {method.ClientStreaming} {method.InputType} -> {method.ServerStreaming} {method.OutputType}",
        .. file.MessageType.SelectMany(message => Described(file.Package, message)),
    ];

    private static IEnumerable<string> Described(string within, DescriptorProto message)
    {
        var name = $"{within}.{message.Name}";
        return
        [
            .. message.Field.Select(field => $"{name}.{field.Name} = {field.Number}: {field.Label} {field.Type} {field.TypeName}"),
            .. from kind in message.EnumType from value in kind.Value select $"{name}.{kind.Name}.{value.Name} = {value.Number}",
            .. message.NestedType.SelectMany(nested => Described(name, nested)),
        ];
    }

    /// <summary>The descriptor of the file with our service, out of the assembly in the worker's folder, which brings a Google.Protobuf of its own.</summary>
    private static FileDescriptorProto OfTheWorker()
    {
        var context = new OfFolder();
        var assembly = context.LoadFromAssemblyPath(AppFolder.PathOf("Microsoft.Azure.Functions.Worker.Grpc.dll"));
        return assembly.GetTypes()
            .Select(static type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(static property => property?.PropertyType.FullName == typeof(FileDescriptor).FullName)
            .Select(static property => Read(property!.GetValue(null)!))
            .Single(static file => file.Service.Any(static service => service.Name == nameof(FunctionRpc)));
    }

    private static FileDescriptorProto Read(object descriptor)
    {
        var bytes = descriptor.GetType().GetProperty(nameof(FileDescriptor.SerializedData))!.GetValue(descriptor)!;
        return FileDescriptorProto.Parser.ParseFrom((byte[])bytes.GetType().GetMethod(nameof(ByteString.ToByteArray))!.Invoke(bytes, null)!);
    }

    private sealed class OfFolder() : AssemblyLoadContext(nameof(OfFolder))
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            AppFolder.PathOf($"{assemblyName.Name}.dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
