package gyrus.bench.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.engine.Engine;
import org.junit.jupiter.api.Test;

final class WorkloadTest {

    private static final NetworkShape SMALL = new NetworkShape(1, 16, 1);

    /** The captured step is the step that is timed op by op. */
    @Test
    void stepsThatAreRepeatedAreTheSameSteps() {
        try (Workload one = new Workload(Engine.on("cpu:1"), SMALL); Workload other = new Workload(Engine.on("cpu:1"), SMALL)) {
            for (int i = 0; i < 4; i++) {
                assertEquals(one.train(), other.trainRepeatedly());
            }
            assertArrayEquals(one.infer(), other.infer());
        }
    }
}
