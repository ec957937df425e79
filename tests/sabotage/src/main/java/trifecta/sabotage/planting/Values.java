package trifecta.sabotage.planting;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Values that woven code puts in the place of right ones. */
final class Values {
    private static final ClassDesc LIST = ClassDesc.of("java.util.List");

    private Values() {}

    static void noRows(CodeBuilder code) {
        code.invokestatic(LIST, "of", MethodTypeDesc.of(LIST), true);
    }

    static void givesNoRows(CodeBuilder code) {
        noRows(code);
        code.areturn();
    }

    static void givesNull(CodeBuilder code) {
        code.aconst_null().areturn();
    }

    static void givesTrue(CodeBuilder code) {
        code.iconst_1().ireturn();
    }

    /** Of a comparison's outcome. */
    static void equal(CodeBuilder code) {
        code.pop().iconst_0();
    }

    static void half(CodeBuilder code) {
        code.ldc(2L).ldiv();
    }

    static void aSecondMore(CodeBuilder code) {
        code.ldc(1_000_000L).ladd();
    }

    static void nothing(CodeBuilder code) {
        code.nop();
    }
}
