using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace NovaFence.Sandbox.Power;

/// <summary>TLS between a connection and its HTTP. Kestrel's own needs a host with services, which the sandbox does not have.</summary>
internal static class TlsFraming
{
    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(10);

    /// <param name="certificate">What is shown.</param>
    /// <param name="isDead">Whether nothing answers there: then the connection is held, in silence, for as long as the client likes.</param>
    internal static Func<ConnectionDelegate, ConnectionDelegate> Use(X509Certificate2 certificate, Func<bool> isDead) => next => async connection =>
    {
        if (isDead())
        {
            await SilenceAsync(connection);
            return;
        }

        IDuplexPipe socket = connection.Transport;
        await using var tls = new SslStream(new PipesStream(socket));
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
            limit.CancelAfter(HandshakeWithin);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, limit.Token);
        }
        catch (Exception broken) when (broken is IOException or AuthenticationException or OperationCanceledException)
        {
            // The client does not trust the certificate, or has gone.
            return;
        }

        PipeReader input = PipeReader.Create(tls, new StreamPipeReaderOptions(leaveOpen: true));
        PipeWriter output = PipeWriter.Create(tls, new StreamPipeWriterOptions(leaveOpen: true));
        connection.Transport = new Duplex(input, output);
        try
        {
            await next(connection);
        }
        finally
        {
            await input.CompleteAsync();
            await output.CompleteAsync();
            connection.Transport = socket;
        }
    };

    private static async Task SilenceAsync(ConnectionContext connection)
    {
        try
        {
            while (await connection.Transport.Input.ReadAsync(connection.ConnectionClosed) is { IsCompleted: false } read)
                connection.Transport.Input.AdvanceTo(read.Buffer.End);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The client has given up.
        }
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }

    /// <summary>Both directions of a connection as one stream, which TLS needs.</summary>
    private sealed class PipesStream(IDuplexPipe pipes) : Stream
    {
        private readonly Stream _input = pipes.Input.AsStream(leaveOpen: true);
        private readonly Stream _output = pipes.Output.AsStream(leaveOpen: true);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => _output.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => _output.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => _input.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _input.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            _input.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => _output.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _output.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            _output.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
