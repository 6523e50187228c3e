package gyrus.kernels;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** Which room may see which. */
final class ImportRulesTest {

    private static final String VECTOR_API = "jdk.incubator.vector..";
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("gyrus.kernels");

    @Test
    void kernelsKnowNothingOfTheRoomsAbove() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("gyrus.engine..", "gyrus.model..", "gyrus.app..", "gyrus.bench..")
                .check(CLASSES);
    }

    @Test
    void theVectorApiStaysInTheFoldersOfKernelFamiliesAndTheirSharedPart() {
        DescribedPredicate<JavaClass> elsewhere = DescribedPredicate.describe(
                "lie neither in the folder of a kernel family nor in gyrus.kernels.cpu",
                type -> !type.getPackageName().equals("gyrus.kernels.cpu") && !isInFamily(type));
        noClasses().that(elsewhere).should().dependOnClassesThat().resideInAPackage(VECTOR_API).check(CLASSES);
    }

    @Test
    void jcudaStaysInTheCudaRuntime() {
        noClasses().that().resideOutsideOfPackage("gyrus.kernels.cuda..")
                .should().dependOnClassesThat().resideInAPackage("jcuda..").check(CLASSES);
    }

    @Test
    void theRulesSeeTheClasses() {
        assertFalse(CLASSES.that(DescribedPredicate.describe("use the Vector API",
                type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(use -> use.getTargetClass().getPackageName().equals("jdk.incubator.vector")))).isEmpty());
    }

    /** A folder below gyrus.kernels that has an op in it or further down. */
    private static boolean isInFamily(JavaClass type) {
        return !type.getPackageName().equals("gyrus.kernels")
                && type.getPackage().getClassesInPackageTree().stream().anyMatch(neighbour -> neighbour.isAssignableTo(Op.class));
    }
}
