package gyrus.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds ops and their variants by the folders they lie in, in a class directory or a jar: no list is kept by hand. */
public final class Catalog {

    private Catalog() {}

    /** Every op of this module, by name. */
    public static List<Op<?>> ops() {
        List<Op<?>> ops = new ArrayList<>();
        for (Class<?> type : concreteClasses(Catalog.class, true)) {
            if (Op.class.isAssignableFrom(type)) {
                ops.add((Op<?>) instance(type));
            }
        }
        ops.sort(Comparator.comparing(Op::name));
        return ops;
    }

    /** Every variant of an op: the kernels in its package, by name. */
    public static <S> List<Kernel<S>> kernels(Op<S> op) {
        List<Kernel<S>> kernels = new ArrayList<>();
        for (Class<?> type : concreteClasses(op.getClass(), false)) {
            if (Kernel.class.isAssignableFrom(type)) {
                @SuppressWarnings("unchecked") // a package holds the variants of one op
                Kernel<S> kernel = (Kernel<S>) instance(type);
                kernels.add(kernel);
            }
        }
        kernels.sort(Comparator.comparing(Kernel::name));
        return kernels;
    }

    /** The op's definition. */
    public static <S> ReferenceKernel<S> reference(Op<S> op) {
        for (Kernel<S> kernel : kernels(op)) {
            if (kernel instanceof ReferenceKernel<S> reference) {
                return reference;
            }
        }
        throw new IllegalStateException(op.name() + ": no reference kernel in package " + op.getClass().getPackageName());
    }

    private static List<Class<?>> concreteClasses(Class<?> anchor, boolean subfolders) {
        String folder = anchor.getPackageName().replace('.', '/');
        try {
            URI root = anchor.getProtectionDomain().getCodeSource().getLocation().toURI();
            Path path = Path.of(root);
            if (Files.isDirectory(path)) {
                return concreteClasses(path, folder, subfolders);
            }
            try (FileSystem jar = FileSystems.newFileSystem(path)) {
                return concreteClasses(jar.getPath("/"), folder, subfolders);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static List<Class<?>> concreteClasses(Path root, String folder, boolean subfolders) throws IOException {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve(folder), subfolders ? Integer.MAX_VALUE : 1)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name = root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
                if (name.endsWith(".class")) {
                    Class<?> type = load(name.substring(0, name.length() - ".class".length()));
                    if (!type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
                        classes.add(type);
                    }
                }
            }
        }
        return classes;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Catalog.class.getClassLoader());
        } catch (ClassNotFoundException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Object instance(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(
                    type.getName() + ": ops and kernels need a public constructor without arguments", failure);
        }
    }
}
