package gyrus.kernels.cuda.ptx;

/** A kernel ready to run, by any number of interpreters at a time: what runs keeps its state in blocks. */
record Program(KernelSource source, Registers registers, Instruction[] instructions) {}
