package gyrus.ptx;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** The interpreter's packages form no circle, and need nothing but the JDK. */
final class StructureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("gyrus.ptx");

    @Test
    void packagesFormNoCircle() {
        SlicesRuleDefinition.slices().matching("gyrus.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theInterpreterNeedsTheJdkAlone() {
        ArchRuleDefinition.classes().should().onlyDependOnClassesThat().resideInAnyPackage("gyrus.ptx..", "java..")
                .check(CLASSES);
    }
}
