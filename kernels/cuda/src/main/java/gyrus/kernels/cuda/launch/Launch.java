package gyrus.kernels.cuda.launch;

import java.util.List;

/**
 * The launch of one kernel on a grid of blocks.
 *
 * @param kernel the name of the kernel
 * @param grid the extents of the grid, in blocks
 * @param block the extents of a block, in threads
 * @param sharedBytes the bytes of shared memory of a block, beyond those that the kernel declares
 * @param arguments the arguments, in the order of the kernel's parameters
 */
public record Launch(String kernel, Dim grid, Dim block, int sharedBytes, List<Argument> arguments) {

    /** Creates a launch without further shared memory. */
    public Launch(String kernel, Dim grid, Dim block, Argument... arguments) {
        this(kernel, grid, block, 0, List.of(arguments));
    }
}
