package gyrus.model.layer;

import gyrus.engine.RandomStream;
import gyrus.engine.Tensor;

/** Initialization by Glorot and Bengio (2010): weights uniform between ±sqrt(6 / (fan in + fan out)). */
final class Glorot {

    private Glorot() {}

    static void uniform(Tensor weight, int fanIn, int fanOut, RandomStream random) {
        double limit = Math.sqrt(6.0 / (fanIn + fanOut));
        float[] values = new float[weight.shape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (limit * (2 * random.uniform(i) - 1));
        }
        weight.set(values);
    }
}
