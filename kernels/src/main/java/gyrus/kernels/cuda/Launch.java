package gyrus.kernels.cuda;

import java.util.List;

/** One kernel over a grid of blocks. */
public record Launch(String kernel, Dim grid, Dim block, List<Argument> arguments) {

    public Launch(String kernel, Dim grid, Dim block, Argument... arguments) {
        this(kernel, grid, block, List.of(arguments));
    }
}
