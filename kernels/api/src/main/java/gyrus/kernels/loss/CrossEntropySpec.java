package gyrus.kernels.loss;

import java.util.ArrayList;
import java.util.List;

/**
 * The cross-entropy of {@code elements} logits with their targets in [0, 1], shared by its forward pass and its gradient.
 *
 * @param accumulate whether the gradient is added to the output instead of replacing it; false in the forward pass
 */
public record CrossEntropySpec(int elements, boolean accumulate) {

    public CrossEntropySpec {
        if (elements < 1) {
            throw new IllegalArgumentException("sigmoid cross-entropy: needs at least 1 element, got " + elements);
        }
    }

    /** Returns the cases of the forward pass, from 1 to 131,072 elements. */
    public static List<CrossEntropySpec> cases() {
        List<CrossEntropySpec> cases = new ArrayList<>();
        for (int elements : new int[] {1, 17, 1024, 2 * 64 * 64, 8 * 128 * 128, 50_001}) {
            cases.add(new CrossEntropySpec(elements, false));
        }
        return cases;
    }

    /** Returns the cases of the gradient: each case of the forward pass, written and added. */
    public static List<CrossEntropySpec> gradientCases() {
        List<CrossEntropySpec> cases = new ArrayList<>(cases());
        for (CrossEntropySpec problem : cases()) {
            cases.add(new CrossEntropySpec(problem.elements, true));
        }
        return cases;
    }
}
