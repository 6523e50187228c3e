package gyrus.kernels.cuda.ptx;

/** A kernel ready to run. */
record Program(KernelSource source, Registers registers, Instruction[] instructions) {}
