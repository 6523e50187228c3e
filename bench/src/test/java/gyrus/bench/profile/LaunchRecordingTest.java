package gyrus.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.profile.StepProfile.Launch;
import gyrus.bench.profile.StepProfile.Recorded;
import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.Workload;
import gyrus.engine.Engine;
import gyrus.kernels.device.Profile;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Flight Recorder's events of a training step, beside the launches that the model makes. */
final class LaunchRecordingTest {

    private static final NetworkShape SMALL = new NetworkShape(1, 16, 1);

    private static Recorded recorded(boolean endToEnd) throws IOException {
        try (Workload workload = new Workload(Engine.on("cpu:1"), SMALL)) {
            return LaunchRecording.of(workload::train, workload.engine(), endToEnd);
        }
    }

    @Test
    void everyLaunchOfTheStepIsRecordedWithItsOperationsAndBytes() throws IOException {
        Map<String, Long> expected = SMALL.trainingLaunches().stream()
                .collect(Collectors.toMap(LaunchRecordingTest::name, Profile.Row::calls, Long::sum, TreeMap::new));

        Map<String, Long> recorded = recorded(false).launches().stream()
                .collect(Collectors.groupingBy(LaunchRecordingTest::name, TreeMap::new, Collectors.counting()));

        assertEquals(expected, recorded);
    }

    private static String name(Profile.Row<?> row) {
        return row.op().name() + " " + row.problem() + ", " + row.flops() + " operations, " + (long) row.bytes() + " bytes";
    }

    private static String name(Launch launch) {
        return launch.op() + " " + launch.problem() + ", " + launch.flops() + " operations, " + (long) launch.bytes() + " bytes";
    }

    @Test
    void launchesFollowEachOtherWithinTheStep() throws IOException {
        Recorded recorded = recorded(false);
        double end = 0;
        for (Launch launch : recorded.launches()) {
            assertTrue(launch.start() >= end, launch + " begins before the launch ahead of it ends, at " + end);
            assertTrue(launch.seconds() > 0 && !launch.variant().isEmpty(), launch.toString());
            end = launch.start() + launch.seconds();
        }
        assertTrue(end <= recorded.seconds(), end + " of " + recorded.seconds());
    }

    @Test
    void launchesWithoutStartsAreLaidEndToEnd() throws IOException {
        double end = 0;
        for (Launch launch : recorded(true).launches()) {
            assertEquals(end, launch.start());
            end = launch.start() + launch.seconds();
        }
    }
}
