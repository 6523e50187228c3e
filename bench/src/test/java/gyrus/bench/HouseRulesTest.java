package gyrus.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import gyrus.bench.pages.Repository;
import gyrus.kernels.DType;
import gyrus.kernels.device.Finding;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One direction: app -> model -> engine -> kernels' API, which the modules of the CPU and of CUDA see, too; bench sees all, nobody
 * sees bench.
 */
final class HouseRulesTest {

    private static final int MOST_FILES = 20;
    private static final int LONGEST_LINE = 132;

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("gyrus.ptx", "gyrus.kernels", "gyrus.engine", "gyrus.model", "gyrus.app", "gyrus.bench");

    /** Everything of the kernels but the modules of devices. */
    private static final DescribedPredicate<JavaClass> API = JavaClass.Predicates.resideInAPackage("gyrus.kernels..")
            .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage("gyrus.kernels.cpu..", "gyrus.kernels.cuda..")))
            .as("API of the kernels");

    private static final Map<String, DescribedPredicate<JavaClass>> MODULES = Map.of(
            "api", API,
            "cpu", JavaClass.Predicates.resideInAPackage("gyrus.kernels.cpu.."),
            "cuda", JavaClass.Predicates.resideInAPackage("gyrus.kernels.cuda.."),
            "ptx", JavaClass.Predicates.resideInAPackage("gyrus.ptx.."),
            "engine", JavaClass.Predicates.resideInAPackage("gyrus.engine.."),
            "model", JavaClass.Predicates.resideInAPackage("gyrus.model.."),
            "app", JavaClass.Predicates.resideInAPackage("gyrus.app.."),
            "bench", JavaClass.Predicates.resideInAPackage("gyrus.bench.."));

    /** Members that take a default where no parameter of theirs is a locale or a charset. */
    private static final Set<String> BY_DEFAULTS = Set.of(
            "java.lang.String.format", "java.lang.String.formatted", "java.lang.String.toLowerCase", "java.lang.String.toUpperCase",
            "java.io.PrintStream.printf", "java.io.PrintStream.format", "java.io.PrintWriter.printf", "java.io.PrintWriter.format",
            "java.util.Formatter.<init>", "java.util.Scanner.<init>", "java.util.Locale.getDefault",
            "java.time.format.DateTimeFormatter.ofPattern", "java.time.format.DateTimeFormatterBuilder.toFormatter",
            "java.time.format.DateTimeFormatter.ofLocalizedDate", "java.time.format.DateTimeFormatter.ofLocalizedDateTime",
            "java.text.NumberFormat.getInstance", "java.text.NumberFormat.getNumberInstance", "java.text.DecimalFormat.<init>",
            "java.text.SimpleDateFormat.<init>", "java.text.MessageFormat.format", "java.text.Collator.getInstance",
            "java.lang.String.getBytes", "java.lang.String.<init>([B)", "java.io.InputStreamReader.<init>",
            "java.io.OutputStreamWriter.<init>", "java.io.FileReader.<init>", "java.io.FileWriter.<init>",
            "java.io.PrintStream.<init>(java.io.OutputStream)", "java.io.PrintWriter.<init>(java.io.OutputStream)",
            "java.io.PrintStream.<init>(java.io.OutputStream,boolean)", "java.io.PrintWriter.<init>(java.io.OutputStream,boolean)");

    @Test
    void everyModuleSeesOnlyTheModulesBelow() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("api").definedBy(API)
                .layer("cpu").definedBy("gyrus.kernels.cpu..")
                .layer("cuda").definedBy("gyrus.kernels.cuda..")
                .layer("ptx").definedBy("gyrus.ptx..")
                .layer("engine").definedBy("gyrus.engine..")
                .layer("model").definedBy("gyrus.model..")
                .layer("app").definedBy("gyrus.app..")
                .layer("bench").definedBy("gyrus.bench..")
                .whereLayer("bench").mayNotBeAccessedByAnyLayer()
                .whereLayer("app").mayOnlyBeAccessedByLayers("bench")
                .whereLayer("model").mayOnlyBeAccessedByLayers("app", "bench")
                .whereLayer("engine").mayOnlyBeAccessedByLayers("model", "app", "bench")
                .whereLayer("cpu").mayOnlyBeAccessedByLayers("bench")
                .whereLayer("cuda").mayOnlyBeAccessedByLayers("bench")
                .whereLayer("ptx").mayOnlyBeAccessedByLayers("cuda", "app", "bench")
                .whereLayer("api").mayOnlyBeAccessedByLayers("cpu", "cuda", "model", "engine", "bench")
                .ignoreDependency(JavaClass.Predicates.resideInAPackage("gyrus.app.."),
                        JavaClass.Predicates.equivalentTo(Finding.class)) // what devices found, for gyrus doctor
                .check(CLASSES);
    }

    @Test
    void theModelSeesNumberFormatsAloneAmongTheKernelsAndItsExportTheProblems() {
        noClasses().that().resideInAPackage("gyrus.model..").and().resideOutsideOfPackage("gyrus.model.onnx")
                .should().dependOnClassesThat(JavaClass.Predicates.resideInAPackage("gyrus.kernels..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(DType.class))))
                .check(CLASSES);
    }

    static Set<String> modules() {
        return MODULES.keySet();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void noPackagesOfAModuleImportEachOtherInACircle(String module) {
        slices().matching("gyrus.(**)").should().beFreeOfCycles().check(CLASSES.that(MODULES.get(module)));
    }

    @Test
    void theCpuModuleAloneUsesTheVectorApiAmongTheKernels() {
        noClasses().that().resideInAPackage("gyrus.kernels..").and().resideOutsideOfPackage("gyrus.kernels.cpu..")
                .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector..").check(CLASSES);
        assertTrue(CLASSES.stream().anyMatch(type -> type.getDirectDependenciesFromSelf().stream()
                .anyMatch(use -> use.getTargetClass().getPackageName().equals("jdk.incubator.vector"))), "the rule sees its uses");
    }

    @Test
    void jcudaStaysInTheModuleOfCuda() {
        noClasses().that().resideOutsideOfPackage("gyrus.kernels.cuda..")
                .should().dependOnClassesThat().resideInAPackage("jcuda..").check(CLASSES);
    }

    @Test
    void imagingSeesNoNetworkAndNoCommand() {
        noClasses().that().resideInAPackage("gyrus.app.imaging..")
                .should().dependOnClassesThat(JavaClass.Predicates.resideInAPackage("gyrus.app..").and(DescribedPredicate.not(
                        JavaClass.Predicates.resideInAnyPackage("gyrus.app.imaging..", "gyrus.app.failure", "gyrus.app.file"))))
                .check(CLASSES);
    }

    @Test
    void theVectorApiAndCudaStayBelowTheEngine() {
        noClasses().that().resideInAnyPackage("gyrus.engine..", "gyrus.model..", "gyrus.app..")
                .should().dependOnClassesThat().resideInAnyPackage("jdk.incubator.vector..", "jcuda..")
                .check(CLASSES);
    }

    @Test
    void noTextOrFileDependsOnTheLanguageOrTheEncodingOfTheEnvironment() {
        noClasses().should().accessTargetWhere(DescribedPredicate.describe(
                "takes the default locale or charset", access -> dependsOnTheEnvironment(access.getTarget())))
                .check(CLASSES);
    }

    /** Whether a member of the Java library takes the default locale or charset, where another one has a parameter for it. */
    private static boolean dependsOnTheEnvironment(AccessTarget target) {
        List<String> parameters = target instanceof AccessTarget.CodeUnitAccessTarget code
                ? code.getRawParameterTypes().stream().map(JavaClass::getName).toList() : List.of();
        boolean named = parameters.stream().anyMatch(type -> type.equals("java.util.Locale")
                || type.equals("java.nio.charset.Charset") || type.equals("java.nio.charset.CharsetDecoder"));
        String member = target.getOwner().getName() + "." + target.getName();
        return !named && (BY_DEFAULTS.contains(member)
                || BY_DEFAULTS.contains(member + "(" + String.join(",", parameters) + ")"));
    }

    @Test
    void noFolderOfSourcesHoldsMoreThanTwentyFiles() {
        Map<String, Long> counts = Repository.files("").stream().map(Repository::name).filter(file -> file.contains("/src/"))
                .collect(Collectors.groupingBy(file -> file.substring(0, file.lastIndexOf('/')), TreeMap::new,
                        Collectors.counting()));
        assertTrue(counts.containsKey("bench/src/main/java/gyrus/bench"), "the rule sees the sources");
        counts.values().removeIf(files -> files <= MOST_FILES);
        assertEquals(Map.of(), counts, "files of a folder; the limit is " + MOST_FILES);
    }

    @ParameterizedTest
    @ValueSource(strings = {".md", ".java", ".cu", ".cuh"})
    void noLineIsLongerThan132Columns(String ending) {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Repository.files(ending)) {
            List<String> lines = Repository.text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                boolean wrappable = !line.startsWith("|") && !line.startsWith("<!--"); // tables, and what tests read
                if (wrappable && line.length() > LONGEST_LINE) {
                    tooLong.add(Repository.name(file) + ", line " + (i + 1) + ": " + line.length() + " columns");
                }
            }
        }
        assertEquals(List.of(), tooLong, "the limit is " + LONGEST_LINE);
    }

    @Test
    void everyPublicMemberHasAJavadoc() throws IOException {
        List<Path> sources =
                Repository.files(".java").stream().filter(file -> Repository.name(file).contains("/src/main/")).toList();
        try (StandardJavaFileManager files = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            assertEquals(List.of(), UndocumentedMembers.of(files.getJavaFileObjectsFromPaths(sources)),
                    "public members without a Javadoc: say in a sentence what it returns or does, or reduce its visibility");
        }
    }

    @Test
    void aMemberWithoutJavadocIsFoundUnlessItNeedsNone() throws IOException {
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Circle.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return """
                        /** A circle. */
                        public record Circle(double radius) {
                            public static final Circle UNIT = new Circle(1);
                            public Circle {}
                            public Circle(int radius) { this((double) radius); }
                            public double area() { return 3 * radius * radius; }
                            double diameter() { return 2 * radius; }
                            @Override
                            public String toString() { return "a circle"; }
                            /** A colour. */
                            public enum Colour { RED, GREEN }
                            interface Hidden { void method(); }
                            public interface Shown { void method(); }
                        }
                        """;
            }
        };
        assertEquals(List.of("line 3: UNIT", "line 5: the constructor", "line 6: area()", "line 13: Shown", "line 13: method()"),
                UndocumentedMembers.of(List.of(source)).stream().map(found -> found.replaceFirst(".*, line", "line")).toList());
    }

    @Test
    void everyFileThatStatesTheVersionStatesThatOfTheRootPom() {
        String version = stated("pom.xml", "<revision>(.*)</revision>").getFirst();
        assertEquals(List.of(version), stated("CITATION.cff", "(?m)^version: (.*)$"));
        assertEquals(List.of(version, version), stated("docs/how-to/use-the-engine.md",
                "<artifactId>gyrus-.*</artifactId>\\s*<version>(.*)</version>"));
    }

    private static List<String> stated(String file, String pattern) {
        return Pattern.compile(pattern).matcher(Repository.text(Repository.ROOT.resolve(file))).results()
                .map(found -> found.group(1)).toList();
    }

    @Test
    void theRulesSeeEveryModule() {
        for (String room : List.of("ptx", "kernels", "kernels.cpu", "kernels.cuda", "engine", "model", "app", "bench")) {
            assertFalse(CLASSES.that(JavaClass.Predicates.resideInAPackage("gyrus." + room + "..")).isEmpty(), room);
        }
    }
}
