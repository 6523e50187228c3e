package gyrus.model.training;

import gyrus.engine.op.Shape;
import java.util.function.IntFunction;

/** One column of a table of samples: a tensor for each sample, all of one shape. {@link Images} is one, for greyscale images. */
public interface Column {

    /** Returns the number of samples. */
    int count();

    /** Returns the shape of the tensors of several samples together; the samples are the first axis. */
    Shape shape(int samples);

    /** Copies the numbers of one sample, row-major, into an array. A {@link Loader} calls it on a thread of its own. */
    void copy(int sample, float[] into, int offset);

    /** Returns a copy of one sample's numbers. */
    default float[] get(int sample) {
        return get(new int[] {sample});
    }

    /** Returns a copy of the numbers of the chosen samples, one sample after another. */
    default float[] get(int[] chosen) {
        int size = shape(1).size();
        float[] batch = new float[chosen.length * size];
        for (int i = 0; i < chosen.length; i++) {
            copy(chosen[i], batch, i * size);
        }
        return batch;
    }

    /**
     * Returns a column of as many samples, of equal shapes, whose numbers are computed whenever they are read.
     *
     * @param numbers returns the numbers of one sample, row-major
     */
    default Column computed(IntFunction<float[]> numbers) {
        return computed(count(), numbers);
    }

    /**
     * Returns a column of {@code count} samples of equal shapes, whose numbers are computed whenever they are read.
     *
     * @param numbers returns the numbers of one sample, row-major
     */
    default Column computed(int count, IntFunction<float[]> numbers) {
        Column like = this;
        return new Column() {
            @Override
            public int count() {
                return count;
            }

            @Override
            public Shape shape(int samples) {
                return like.shape(samples);
            }

            @Override
            public void copy(int sample, float[] into, int offset) {
                System.arraycopy(numbers.apply(sample), 0, into, offset, shape(1).size());
            }
        };
    }

    /** Returns a column whose numbers lie in one array, sample by sample; the shape is that of one sample, such as [2]. */
    static Column of(Shape sample, float[] numbers) {
        int size = sample.size();
        if (numbers.length % size != 0) {
            throw new IllegalArgumentException("column: " + numbers.length + " numbers are no whole number of samples " + sample);
        }
        int[] extents = new int[sample.rank() + 1];
        System.arraycopy(sample.extents(), 0, extents, 1, sample.rank());
        return new Column() {
            @Override
            public int count() {
                return numbers.length / size;
            }

            @Override
            public Shape shape(int samples) {
                int[] all = extents.clone();
                all[0] = samples;
                return new Shape(all);
            }

            @Override
            public void copy(int sample, float[] into, int offset) {
                System.arraycopy(numbers, sample * size, into, offset, size);
            }
        };
    }
}
