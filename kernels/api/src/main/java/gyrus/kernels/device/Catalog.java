package gyrus.kernels.device;

import gyrus.kernels.Op;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Finds all ops and their variants without a list: by the packages of their classes, in a folder of classes or a jar. Variants can
 * also come from {@link KernelSet}s.
 */
public final class Catalog {

    /** The package that ops lie below. */
    private static final String ROOT = Op.class.getPackageName();

    private Catalog() {}

    /** Returns every op of module {@code kernels/api}, sorted by name. */
    public static List<Op<?>> ops() {
        List<Op<?>> ops = new ArrayList<>();
        for (Class<?> type : concreteClasses(Op.class, ROOT, true)) {
            if (Op.class.isAssignableFrom(type)) {
                ops.add((Op<?>) instance(type));
            }
        }
        ops.sort(Comparator.comparing(Op::name));
        return ops;
    }

    /**
     * Returns every variant of an op, sorted by name. These are the kernels in the op's own package, those in the corresponding
     * package of each {@link DeviceProvider} whose kernels this JVM can load, and those of every {@link KernelSet}. The CPU kernels
     * of an op in {@code gyrus.kernels.conv.forward} lie in {@code gyrus.kernels.cpu.conv.forward}.
     */
    public static <S> List<Kernel<S>> kernels(Op<S> op) {
        String home = op.getClass().getPackageName();
        Set<Class<?>> classes = new LinkedHashSet<>(concreteClasses(op.getClass(), home, false));
        if (home.startsWith(ROOT + ".")) {
            for (DeviceProvider provider : Devices.providers().stream().filter(DeviceProvider::canLoadKernels).toList()) {
                String mirror = provider.getClass().getPackageName() + home.substring(ROOT.length());
                classes.addAll(concreteClasses(provider.getClass(), mirror, false));
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

    /**
     * Returns the reference kernel of an op.
     *
     * @throws IllegalStateException if the op's package has none
     */
    public static <S> ReferenceKernel<S> reference(Op<S> op) {
        for (Kernel<S> kernel : kernels(op)) {
            if (kernel instanceof ReferenceKernel<S> reference) {
                return reference;
            }
        }
        throw new IllegalStateException(op.name() + ": no reference kernel in package " + op.getClass().getPackageName());
    }

    /** Returns the classes of a package, with {@code below} also of the packages below it, from the anchor's folder or jar. */
    private static List<Class<?>> concreteClasses(Class<?> anchor, String name, boolean below) {
        String folder = name.replace('.', '/') + "/";
        List<Class<?>> classes = new ArrayList<>();
        for (String file : files(anchor, folder)) {
            if (file.endsWith(".class") && (below || file.indexOf('/', folder.length()) < 0)) {
                String type = file.substring(0, file.length() - ".class".length()).replace('/', '.');
                classes.add(load(anchor.getClassLoader(), type));
            }
        }
        classes.removeIf(type -> type.isInterface() || Modifier.isAbstract(type.getModifiers()));
        return classes;
    }

    /** Returns the files of a folder and of those below it, with slashes in their names, sorted. */
    private static List<String> files(Class<?> anchor, String folder) {
        try {
            Path root = Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (!Files.isDirectory(root)) {
                try (JarFile jar = new JarFile(root.toFile())) { // quicker to open than a file system
                    return jar.stream().map(JarEntry::getName).filter(file -> file.startsWith(folder)).sorted().toList();
                }
            }
            if (!Files.isDirectory(root.resolve(folder))) {
                return List.of();
            }
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                return files.map(file -> root.relativize(file).toString().replace(File.separatorChar, '/')).sorted().toList();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
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
