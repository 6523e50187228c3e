package gyrus.kernels.cuda;

import gyrus.kernels.cuda.vendor.Natives;
import java.nio.charset.StandardCharsets;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/** Assembles PTX for a GPU without having one. */
final class Assembler {

    private Assembler() {}

    /** Returns the assembler's report on registers, stacks and spills; throws with its message if it refuses the PTX. */
    static String assemble(String ptx, String gpu) {
        Natives.load(() -> JNvPTXCompiler.setExceptionsEnabled(false));
        byte[] text = (ptx + '\0').getBytes(StandardCharsets.UTF_8);
        nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        require(JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, text), "no assembler");
        try {
            String[] options = {"--gpu-name=" + gpu, "--verbose"};
            int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
            long[] size = {0};
            JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
            byte[] errors = new byte[(int) size[0] + 1];
            if (size[0] > 0) {
                JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, errors);
            }
            require(result, new String(errors, StandardCharsets.UTF_8).strip());
            JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size);
            byte[] info = new byte[(int) size[0] + 1];
            JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, info);
            return new String(info, StandardCharsets.UTF_8).strip();
        } finally {
            JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        }
    }

    private static void require(int result, String otherwise) {
        if (result != 0) {
            throw new IllegalStateException(otherwise);
        }
    }
}
