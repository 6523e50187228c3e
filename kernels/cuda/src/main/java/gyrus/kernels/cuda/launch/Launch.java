package gyrus.kernels.cuda.launch;

import java.util.List;

/**
 * One kernel over a grid of blocks.
 *
 * @param sharedBytes of shared memory of a block, beyond what the kernel declares
 */
public record Launch(String kernel, Dim grid, Dim block, int sharedBytes, List<Argument> arguments) {

    public Launch(String kernel, Dim grid, Dim block, Argument... arguments) {
        this(kernel, grid, block, 0, List.of(arguments));
    }
}
