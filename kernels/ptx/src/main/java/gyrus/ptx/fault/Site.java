package gyrus.ptx.fault;

import java.io.Serializable;

/**
 * The place where a kernel went wrong.
 *
 * @param kernel the kernel's name in the PTX
 * @param thread the thread's index in its block: {@code (3,0,0)}
 * @param block the block's index in its grid
 * @param source the line that the instruction was compiled from: {@code naive.cu:23}; the module's name where the PTX has no lines
 * @param line the instruction's line in the PTX
 * @param instruction the instruction as it is written
 */
public record Site(String kernel, String thread, String block, String source, int line,
        String instruction) implements Serializable {}
