package gyrus.kernels.cuda.conv;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;

/**
 * The two passes of a convolution that gather the pixels of an image under the taps: the forward pass, and the gradient with
 * respect to the input.
 */
public enum ConvPass {
    FORWARD("convForward", "conv/forward"),
    GRAD_INPUT("convGradInput", "conv/gradinput");

    private final String kernel;
    private final String folder;

    ConvPass(String kernel, String folder) {
        this.kernel = kernel;
        this.folder = folder;
    }

    /** Returns the folder of its sources. */
    public String folder() {
        return folder;
    }

    /** Returns the first part of the kernel's name; the number of columns of its tiles follows. */
    String kernel() {
        return kernel;
    }

    /** Returns the image whose pixels are gathered, which is operand 0. */
    public Image gathered(ConvSpec problem) {
        return this == FORWARD ? problem.input() : problem.output();
    }

    /** Returns the image of the results, which is operand 2. */
    public Image result(ConvSpec problem) {
        return this == FORWARD ? problem.output() : problem.input();
    }

    /** Returns the number of elements of the weights [taps,I,O] from one channel of the result to the next. */
    int resultStep(ConvSpec problem) {
        return this == FORWARD ? 1 : problem.output().c();
    }

    /** Returns the number of elements of the weights [taps,I,O] from one channel of the gathered image to the next. */
    int gatheredStep(ConvSpec problem) {
        return this == FORWARD ? problem.output().c() : 1;
    }

    /**
     * Returns the offset from a result to the first pixel that it gathers under three taps.
     *
     * @param padding the padding of the convolution in pixels
     */
    public int start(int padding) {
        return this == FORWARD ? -padding : padding - 2;
    }
}
