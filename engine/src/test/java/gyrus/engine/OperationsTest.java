package gyrus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import gyrus.engine.op.Shape;
import org.junit.jupiter.api.Test;

/** The methods of a tensor that are another op with other arguments. */
final class OperationsTest {

    @Test
    void opsWithANumberAreThoseWithATensorOfThatNumber() {
        try (Engine engine = Engine.on("reference"); Step step = engine.trainingStep()) {
            Tensor x = step.variable("x", new Shape(3), new double[] {-1, 0.5, 4});
            Tensor y = x.add(3).subtract(1).multiply(6).divide(4).negate();
            assertArrayEquals(new double[] {-1.5, -3.75, -9}, y.toDoubles());
            y.sum().backward();
            assertArrayEquals(new double[] {-1.5, -1.5, -1.5}, step.gradient(x).toDoubles());
        }
    }

    @Test
    void lessIsGreaterTheOtherWayRound() {
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Tensor x = step.input("x", new Shape(3), new double[] {1, 2, 3});
            Tensor two = step.input("two", new Shape(1), new double[] {2});
            assertArrayEquals(new double[] {1, 0, 0}, x.less(two).toDoubles());
            assertArrayEquals(new double[] {0, 0, 1}, x.greater(two).toDoubles());
        }
    }

    @Test
    void elementsThatAreNotChosenHaveNoInfluence() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.trainingStep()) {
            Tensor x = step.variable("x", new Shape(2), new double[] {1, Double.NaN});
            Tensor other = step.input("other", new Shape(2), new double[] {Double.NEGATIVE_INFINITY, 7});
            Tensor y = x.where(step.input("condition", new Shape(2), new double[] {1, 0}), other);
            assertArrayEquals(new double[] {1, 7}, y.toDoubles());
            y.sum().backward();
            assertArrayEquals(new double[] {1, 0}, step.gradient(x).toDoubles());
        }
    }

    @Test
    void theFirstOfEqualMaximaIsTheirIndex() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.inferenceStep()) {
            Tensor x = step.input("x", new Shape(2, 3), new double[] {1, 5, 5, -2, -2, -3});
            assertArrayEquals(new double[] {1, 0}, x.argmax(-1).toDoubles());
        }
    }

    @Test
    void aClassThatTheLogitsLackMakesTheLossNotFinite() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.inferenceStep()) {
            Tensor logits = step.input("logits", new Shape(2, 3), new double[] {1, 2, 3, 4, 5, 6});
            Tensor classes = step.input("classes", new Shape(2), new double[] {1, 3});
            assertFalse(Double.isFinite(logits.crossEntropy(classes).scalar()));
        }
    }

    @Test
    void largeLogitsDoNotOverflow() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.inferenceStep()) {
            Tensor x = step.input("x", new Shape(1, 2), new double[] {1000, -1000});
            assertArrayEquals(new double[] {1, 0}, x.softmax(1).toDoubles());
            assertArrayEquals(new double[] {0, -2000}, x.logSoftmax(1).toDoubles());
            assertArrayEquals(new double[] {1000, 0}, x.softplus().toDoubles());
        }
    }
}
