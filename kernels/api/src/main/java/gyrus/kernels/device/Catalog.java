package gyrus.kernels.device;

import gyrus.kernels.Op;
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

/** Finds ops and their variants by the folders they lie in, in a class directory or a jar, and the variants of kernel sets. */
public final class Catalog {

    /** The package that ops lie below. */
    private static final String ROOT = Op.class.getPackageName();

    private Catalog() {}

    /** Every op of this module, by name. */
    public static List<Op<?>> ops() {
        List<Op<?>> ops = new ArrayList<>();
        for (Class<?> type : concreteClasses(Op.class, ROOT, Integer.MAX_VALUE)) {
            if (Op.class.isAssignableFrom(type)) {
                ops.add((Op<?>) instance(type));
            }
        }
        ops.sort(Comparator.comparing(Op::name));
        return ops;
    }

    /**
     * Returns every variant of an op, by name: the kernels in the op's own package, and those in the package of the same path below
     * each device provider's, and those of every {@link KernelSet}. Kernels of {@code gyrus.kernels.conv.forward} for the CPU lie in
     * {@code gyrus.kernels.cpu.conv.forward}.
     */
    public static <S> List<Kernel<S>> kernels(Op<S> op) {
        String home = op.getClass().getPackageName();
        List<Class<?>> classes = new ArrayList<>(concreteClasses(op.getClass(), home, 1));
        if (home.startsWith(ROOT)) {
            for (DeviceProvider provider : Devices.providers()) {
                String mirror = provider.getClass().getPackageName() + home.substring(ROOT.length());
                classes.addAll(concreteClasses(provider.getClass(), mirror, 1));
            }
        }
        List<Kernel<S>> kernels = new ArrayList<>();
        for (Class<?> type : classes) {
            if (Kernel.class.isAssignableFrom(type)) {
                @SuppressWarnings("unchecked") // a package holds the variants of one op
                Kernel<S> kernel = (Kernel<S>) instance(type);
                kernels.add(kernel);
            }
        }
        KernelSet.all().forEach(set -> kernels.addAll(set.kernels(op)));
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

    /** Returns the classes of a package, and of those below it down to a depth, in the class folder or the jar of the anchor. */
    private static List<Class<?>> concreteClasses(Class<?> anchor, String name, int depth) {
        String folder = name.replace('.', '/');
        try {
            URI root = anchor.getProtectionDomain().getCodeSource().getLocation().toURI();
            Path path = Path.of(root);
            if (Files.isDirectory(path)) {
                return concreteClasses(anchor.getClassLoader(), path, folder, depth);
            }
            try (FileSystem jar = FileSystems.newFileSystem(path)) {
                return concreteClasses(anchor.getClassLoader(), jar.getPath("/"), folder, depth);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static List<Class<?>> concreteClasses(ClassLoader loader, Path root, String folder, int depth) throws IOException {
        List<Class<?>> classes = new ArrayList<>();
        if (!Files.isDirectory(root.resolve(folder))) {
            return classes;
        }
        try (Stream<Path> files = Files.walk(root.resolve(folder), depth)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name = root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
                if (name.endsWith(".class")) {
                    Class<?> type = load(loader, name.substring(0, name.length() - ".class".length()));
                    if (!type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
                        classes.add(type);
                    }
                }
            }
        }
        return classes;
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader);
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
