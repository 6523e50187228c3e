package gyrus.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import gyrus.kernels.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One direction: app -> model -> engine -> kernels; bench sees all, nobody sees bench. */
final class HouseRulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("gyrus.kernels", "gyrus.engine", "gyrus.model", "gyrus.app", "gyrus.bench");

    @Test
    void everyRoomSeesOnlyTheRoomsBelow() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("kernels").definedBy("gyrus.kernels..")
                .layer("engine").definedBy("gyrus.engine..")
                .layer("model").definedBy("gyrus.model..")
                .layer("app").definedBy("gyrus.app..")
                .layer("bench").definedBy("gyrus.bench..")
                .whereLayer("bench").mayNotBeAccessedByAnyLayer()
                .whereLayer("app").mayOnlyBeAccessedByLayers("bench")
                .whereLayer("model").mayOnlyBeAccessedByLayers("app", "bench")
                .whereLayer("engine").mayOnlyBeAccessedByLayers("model", "app", "bench")
                .whereLayer("kernels").mayOnlyBeAccessedByLayers("model", "engine", "bench")
                .check(CLASSES);
    }

    @Test
    void ofTheKernelsTheModelSeesNumberFormatsAlone() {
        noClasses().that().resideInAPackage("gyrus.model..")
                .should().dependOnClassesThat(JavaClass.Predicates.resideInAPackage("gyrus.kernels..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(DType.class))))
                .check(CLASSES);
    }

    @Test
    void theVectorApiAndCudaStayBelowTheEngine() {
        noClasses().that().resideInAnyPackage("gyrus.engine..", "gyrus.model..", "gyrus.app..")
                .should().dependOnClassesThat().resideInAnyPackage("jdk.incubator.vector..", "jcuda..")
                .check(CLASSES);
    }

    @Test
    void theRulesSeeEveryRoom() {
        for (String room : List.of("kernels", "engine", "model", "app", "bench")) {
            assertFalse(CLASSES.that(JavaClass.Predicates.resideInAPackage("gyrus." + room + "..")).isEmpty(), room);
        }
    }
}
