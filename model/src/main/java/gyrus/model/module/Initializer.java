package gyrus.model.module;

import gyrus.engine.Tensor;
import gyrus.engine.random.RandomStream;

/**
 * A distribution of initial weights. The fan in is the number of inputs that one output sums, and the fan out is the number of
 * outputs that one input reaches: k k I and k k O for a convolution of k x k pixels, I and O for a linear module.
 */
public enum Initializer {
    /** Uniform between ±sqrt(6 / (fan in + fan out)): Glorot and Bengio, 2010, equation 16. */
    GLOROT_UNIFORM,
    /** Normal with variance 2 / (fan in + fan out): Glorot and Bengio, 2010, equation 12. */
    GLOROT_NORMAL,
    /** Uniform between ±sqrt(6 / fan in), for inputs that a ReLU computed: He et al., 2015, equation 10. */
    HE_UNIFORM,
    /** Normal with variance 2 / fan in, for inputs that a ReLU computed: He et al., 2015, equation 10. */
    HE_NORMAL,
    /** Normal with mean 0 and variance 1. */
    STANDARD_NORMAL;

    /** Overwrites a weight with numbers of this distribution, from the stream's indices 0, 1, ... */
    public void fill(Tensor weight, int fanIn, int fanOut, RandomStream random) {
        switch (this) {
            case GLOROT_UNIFORM -> uniform(weight, Math.sqrt(6.0 / (fanIn + fanOut)), random);
            case GLOROT_NORMAL -> normal(weight, Math.sqrt(2.0 / (fanIn + fanOut)), random);
            case HE_UNIFORM -> uniform(weight, Math.sqrt(6.0 / fanIn), random);
            case HE_NORMAL -> normal(weight, Math.sqrt(2.0 / fanIn), random);
            case STANDARD_NORMAL -> normal(weight, 1, random);
        }
    }

    private static void uniform(Tensor weight, double limit, RandomStream random) {
        float[] values = new float[weight.shape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (limit * (2 * random.uniform(i) - 1));
        }
        weight.set(values);
    }

    private static void normal(Tensor weight, double deviation, RandomStream random) {
        float[] values = new float[weight.shape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.normal(i));
        }
        weight.set(values);
    }
}
