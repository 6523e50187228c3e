package gyrus.ptx.program;

import gyrus.ptx.block.Registers;
import gyrus.ptx.instruction.Instruction;
import gyrus.ptx.source.KernelSource;

/** A kernel ready to run, by any number of interpreters at a time: what runs keeps its state in blocks. */
public record Program(KernelSource source, Registers registers, Instruction[] instructions) {}
