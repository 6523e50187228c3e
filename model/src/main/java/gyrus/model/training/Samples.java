package gyrus.model.training;

import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;

/**
 * Pairs of inputs and targets: tensors of any shapes, such as images with values in [0, 1].
 *
 * @param inputs the module's inputs
 * @param targets the desired outputs, one for each input
 * @param kind the meaning of the targets
 */
public record Samples(Column inputs, Column targets, Kind kind) {

    /** The meaning of targets, which determines their scores. */
    public enum Kind {
        /** The fraction of each pixel that belongs to the foreground: 0 or 1, or between at an edge. */
        MASKS,
        /** Grey values. */
        IMAGES,
        /**
         * The class of each sample or of each of its positions: numbers from 0, or as many targets as outputs, one for each class,
         * of which the largest counts. The module's output has one number for each class, innermost, and the largest is its answer.
         */
        CLASSES;

        /** Returns the predictions that are compared with the targets: for pixels probabilities, for classes the outputs. */
        Tensor predictions(Tensor outputs) {
            return this == CLASSES ? outputs : outputs.sigmoid();
        }
    }

    public Samples {
        if (inputs.count() == 0 || inputs.count() != targets.count()) {
            throw new IllegalArgumentException("samples: " + inputs.count() + " inputs and " + targets.count() + " targets");
        }
    }

    /**
     * Returns samples whose numbers lie in two arrays, sample by sample.
     *
     * @param input the shape of one input, such as [20,20,1]
     * @param target the shape of one target, such as [1] for a class
     */
    public static Samples of(Shape input, float[] inputs, Shape target, float[] targets, Kind kind) {
        return new Samples(Column.of(input, inputs), Column.of(target, targets), kind);
    }

    /** Returns the number of pairs. */
    public int count() {
        return inputs.count();
    }

    /**
     * Throws if the targets are classes that a module with {@code outputs} outputs for each sample does not have.
     *
     * @param outputs the numbers in the module's output for one sample
     */
    void requireClasses(int outputs) {
        int size = targets.shape(1).size();
        if (kind != Kind.CLASSES || size == outputs) {
            return;
        }
        if (outputs % size != 0) {
            throw new IllegalArgumentException(
                    "samples: " + size + " targets and " + outputs + " outputs for each sample; there must"
                            + " be a class number for each row of outputs, or a target for each output");
        }
        int classes = outputs / size;
        for (int sample = 0; sample < count(); sample++) {
            for (float target : targets.get(sample)) {
                if (!(target >= 0 && target < classes && target == Math.rint(target))) {
                    throw new IllegalArgumentException("samples: the target of sample " + sample + " is class " + target
                            + "; the module has outputs for " + classes + " classes, with whole numbers from 0");
                }
            }
        }
    }
}
