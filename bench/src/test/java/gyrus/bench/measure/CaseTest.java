package gyrus.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.Workload;
import gyrus.engine.Engine;
import gyrus.engine.Engine.OpTime;
import gyrus.kernels.device.Catalog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The problems to time are the model's own. */
final class CaseTest {

    private static final NetworkShape NETWORK = new NetworkShape(2, 32, 2);

    @Test
    void theRecordHoldsTheLaunchesOfATrainingStep() {
        Set<List<Object>> launched;
        try (Workload workload = new Workload(Engine.on("cpu:1"), NETWORK)) {
            workload.engine().clearProfile();
            workload.train();
            launched = workload.engine().profile().stream().map(CaseTest::key).collect(Collectors.toSet());
        }

        Set<List<Object>> recorded = NETWORK.trainingLaunches().stream()
                .map(row -> List.<Object>of(row.op().name(), row.problem().toString(), row.calls())).collect(Collectors.toSet());

        assertEquals(launched, recorded);
        assertTrue(launched.size() > 60, "the network has 18 convolutions of 3x3 alone: " + launched.size());
    }

    @Test
    void aTrainingStepTakesThreeTimesTheOperationsOfAnInference() {
        NetworkShape network = new NetworkShape(8, 64, 4);

        assertEquals(3, NetworkShape.flops(network.trainingLaunches()) / NetworkShape.flops(network.inferenceLaunches()), 0.1);
    }

    private static List<Object> key(OpTime time) {
        return List.of(time.op(), time.problem(), time.calls());
    }

    @Test
    void everyOpHasCasesAndNoTwoPrintAlike() {
        List<Case<?>> cases = Case.all(NETWORK);
        Set<String> names = new HashSet<>();
        for (Case<?> each : cases) {
            assertTrue(names.add(each.op().name() + " " + each.problem()), () -> "twice: " + each);
        }

        assertEquals(Catalog.ops().size(), Case.byOp(cases).size());
    }
}
