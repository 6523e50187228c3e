package gyrus.ptx.program;

import gyrus.ptx.block.Registers;
import gyrus.ptx.instruction.Instruction;
import gyrus.ptx.source.KernelSource;

/**
 * A compiled kernel. Any number of interpreters may run it at a time, because the state of a run is in its {@link
 * gyrus.ptx.block.Block}.
 */
public record Program(KernelSource source, Registers registers, Instruction[] instructions) {}
