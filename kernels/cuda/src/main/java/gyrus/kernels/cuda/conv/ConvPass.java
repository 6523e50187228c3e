package gyrus.kernels.cuda.conv;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;

/** The two passes of a convolution that gather an image's pixels under the taps: to its output, and back to its input. */
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

    /** The kernel's name, to which its columns are added. */
    String kernel() {
        return kernel;
    }

    /** The image whose pixels are gathered: operand 0. */
    public Image gathered(ConvSpec problem) {
        return this == FORWARD ? problem.input() : problem.output();
    }

    /** Operand 2. */
    public Image result(ConvSpec problem) {
        return this == FORWARD ? problem.output() : problem.input();
    }

    /** Elements of the weights [taps,I,O] from one of the result's channels to the next. */
    int resultStep(ConvSpec problem) {
        return this == FORWARD ? 1 : problem.output().c();
    }

    /** Returns the step of the gathered image. */
    int gatheredStep(ConvSpec problem) {
        return this == FORWARD ? problem.output().c() : 1;
    }

    /** Pixels from a result to the first one gathered under its three taps, if there are so many of padding. */
    public int start(int padding) {
        return this == FORWARD ? -padding : padding - 2;
    }
}
