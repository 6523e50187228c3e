package gyrus.bench;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds public and protected types, methods, constructors and fields of public types that have no Javadoc. Four kinds need none:
 * methods that override, components and canonical constructors of records, and constants of enums.
 */
final class UndocumentedMembers extends TreePathScanner<Void, Void> {

    private final DocTrees trees;
    private final CompilationUnitTree unit;
    private final List<String> found;

    private UndocumentedMembers(DocTrees trees, CompilationUnitTree unit, List<String> found) {
        this.trees = trees;
        this.unit = unit;
        this.found = found;
    }

    /** Returns the place and the name of each such member of some sources. */
    static List<String> of(Iterable<? extends JavaFileObject> sources) throws IOException {
        JavacTask compiler = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(new StringWriter(), null, null, List.of(), null, sources);
        DocTrees trees = DocTrees.instance(compiler);
        List<String> found = new ArrayList<>();
        for (CompilationUnitTree unit : compiler.parse()) {
            new UndocumentedMembers(trees, unit, found).scan(unit, null);
        }
        return found;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
        boolean seen = !(getCurrentPath().getParentPath().getLeaf() instanceof ClassTree owner)
                ? isVisible(type.getModifiers()) : isVisible(owner, type.getModifiers());
        if (seen) {
            require(type.getSimpleName().toString());
            super.visitClass(type, nothing);
        }
        return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
        ClassTree owner = owner();
        boolean overrides = method.getModifiers().getAnnotations().stream()
                .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
        if (isVisible(owner, method.getModifiers()) && !overrides && !isCanonical(owner, method) && isWritten(method)) {
            require(method.getReturnType() == null ? "the constructor" : method.getName() + "()");
        }
        return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void nothing) {
        if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree owner) {
            boolean constant = owner.getKind() == Tree.Kind.ENUM && field.getType() instanceof IdentifierTree type
                    && type.getName().equals(owner.getSimpleName());
            boolean component = owner.getKind() == Tree.Kind.RECORD && !field.getModifiers().getFlags().contains(Modifier.STATIC);
            if (isVisible(owner, field.getModifiers()) && !constant && !component) {
                require(field.getName().toString());
            }
        }
        return null;
    }

    /** Returns whether a method is the constructor of a record that takes its components. */
    private static boolean isCanonical(ClassTree owner, MethodTree method) {
        List<String> components = owner.getMembers().stream().filter(VariableTree.class::isInstance).map(VariableTree.class::cast)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC)).map(UndocumentedMembers::text)
                .toList();
        return owner.getKind() == Tree.Kind.RECORD && method.getReturnType() == null
                && method.getParameters().stream().map(UndocumentedMembers::text).toList().equals(components);
    }

    private static String text(VariableTree variable) {
        return variable.getType() + " " + variable.getName();
    }

    private ClassTree owner() {
        return (ClassTree) getCurrentPath().getParentPath().getLeaf();
    }

    private static boolean isVisible(ModifiersTree modifiers) {
        Set<Modifier> flags = modifiers.getFlags();
        return flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
    }

    /** Returns whether a member can be used outside its package; members of interfaces are public unless they are private. */
    private static boolean isVisible(ClassTree owner, ModifiersTree modifiers) {
        return isVisible(modifiers)
                || owner.getKind() == Tree.Kind.INTERFACE && !modifiers.getFlags().contains(Modifier.PRIVATE);
    }

    /** Returns whether a method is in the source: the parser adds constructors. */
    private boolean isWritten(MethodTree method) {
        return trees.getSourcePositions().getEndPosition(unit, method) >= 0;
    }

    private void require(String name) {
        if (trees.getDocComment(getCurrentPath()) == null) {
            long line = unit.getLineMap()
                    .getLineNumber(trees.getSourcePositions().getStartPosition(unit, getCurrentPath().getLeaf()));
            found.add(unit.getSourceFile().getName() + ", line " + line + ": " + name);
        }
    }
}
