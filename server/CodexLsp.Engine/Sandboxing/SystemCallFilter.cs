using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// The calls of the kernel that lead out of namespaces: key rings are inherited through all of them, sockets of some families (virtual
/// machines, Bluetooth) belong to none, and <c>io_uring</c> makes calls that no filter sees. A program for <c>seccomp</c>, in classic BPF.
/// </summary>
internal static class SystemCallFilter
{
    private const ushort Load = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort Return = 0x06;
    private const uint Allow = 0x7FFF0000;
    private const uint NotPermitted = 0x00050001;

    // Offsets in struct seccomp_data.
    private const uint Number = 0;
    private const uint Processor = 4;
    private const uint FirstArgument = 16;

    // Numbers from here on are those of another calling convention of the same processor.
    private const uint OtherConvention = 0x40000000;

    // AF_UNIX, AF_INET, AF_INET6, AF_NETLINK
    private static readonly ImmutableArray<uint> Families = [1, 2, 10, 16];

    /// <summary>The program; null for a processor whose numbers are not known here.</summary>
    public static byte[]? Program => RuntimeInformation.ProcessArchitecture switch
    {
        // add_key, request_key, keyctl, io_uring_setup, bpf, perf_event_open, userfaultfd
        Architecture.X64 => Of(0xC000003E, 41, [248, 249, 250, 425, 321, 298, 323]),
        Architecture.Arm64 => Of(0xC00000B7, 198, [217, 218, 219, 425, 280, 241, 282]),
        _ => null,
    };

    private static byte[] Of(uint architecture, uint socket, ImmutableArray<uint> denied)
    {
        (ushort Code, byte Otherwise, uint Value)[] steps =
        [
            (Load, 0, Processor), (JumpIfEqual, 1, architecture), (Load, 0, Number),
            .. When(JumpIfAtLeast, OtherConvention, NotPermitted),
            .. denied.SelectMany(number => When(JumpIfEqual, number, NotPermitted)),
            (JumpIfEqual, (byte)(2 + (2 * Families.Length)), socket), (Load, 0, FirstArgument),
            .. Families.SelectMany(family => When(JumpIfEqual, family, Allow)),
            (Return, 0, NotPermitted), (Return, 0, Allow),
        ];
        var program = new byte[8 * steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var (code, otherwise, value) = steps[i];
            var step = program.AsSpan(8 * i, 8);
            BinaryPrimitives.WriteUInt16LittleEndian(step, code);
            step[3] = otherwise;
            BinaryPrimitives.WriteUInt32LittleEndian(step[4..], value);
        }

        // Programs of other processors, which this one may run, have other numbers: none of them runs.
        program[(8 * 1) + 3] = (byte)(steps.Length - 4);
        return program;
    }

    private static (ushort, byte, uint)[] When(ushort jump, uint value, uint verdict) => [(jump, 1, value), (Return, 0, verdict)];
}
