package trifecta.sabotage.planting;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;

/** What is done to the code of a method. */
sealed interface Harm {
    /** The method does something else altogether. */
    record Body(Consumer<CodeBuilder> instead) implements Harm {
        void write(CodeBuilder code) {
            instead.accept(code);
        }
    }

    /** One instruction is another one. */
    sealed interface Instead extends Harm {
        boolean fits(CodeElement instruction);

        void write(CodeBuilder code, CodeElement instruction);
    }

    /** The method does nothing and gives this back. */
    static Harm returns(Consumer<CodeBuilder> value) {
        return new Body(value);
    }

    /** A call is not made; what it would have given back is this. */
    static Harm without(String call, Consumer<CodeBuilder> result) {
        return new Call(call, (code, invoked) -> {
            dropArguments(code, invoked);
            result.accept(code);
        });
    }

    /** A call that gives nothing back is not made. */
    static Harm without(String call) {
        return without(call, Values::nothing);
    }

    /** The same, but only once in a while. */
    static Harm sometimesWithout(String call, int onceIn, Consumer<CodeBuilder> result) {
        return new Call(call, (code, invoked) -> {
            Label made = code.newLabel();
            Label end = code.newLabel();
            code.loadConstant(onceIn)
                    .invokestatic(
                            ClassDesc.of(OnceIn.class.getName()),
                            "isDue",
                            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int))
                    .ifeq(made);
            dropArguments(code, invoked);
            result.accept(code);
            code.goto_(end).labelBinding(made).with(invoked).labelBinding(end);
        });
    }

    /** A call is made, and something is done to what it gave back. */
    static Harm after(String call, Consumer<CodeBuilder> more) {
        return new Call(call, (code, invoked) -> {
            code.with(invoked);
            more.accept(code);
        });
    }

    /** A call is made, and something is done to its last argument before. */
    static Harm before(String call, Consumer<CodeBuilder> more) {
        return new Call(call, (code, invoked) -> {
            more.accept(code);
            code.with(invoked);
        });
    }

    /** A constant of an enum, or another static field, is taken for another one beside it. */
    static Harm takes(String field, String instead) {
        return new Constant(field, instead);
    }

    private static void dropArguments(CodeBuilder code, InvokeInstruction invoked) {
        for (ClassDesc argument : invoked.typeSymbol().parameterList().reversed()) {
            if (TypeKind.from(argument).slotSize() == 2) {
                code.pop2();
            } else {
                code.pop();
            }
        }
        if (invoked.opcode() != Opcode.INVOKESTATIC) {
            code.pop();
        }
    }

    /** What is done about a call. */
    interface Change {
        void write(CodeBuilder code, InvokeInstruction invoked);
    }

    /** @param name of the called method */
    record Call(String name, Change change) implements Instead {
        @Override
        public boolean fits(CodeElement instruction) {
            return instruction instanceof InvokeInstruction invoked
                    && invoked.name().equalsString(name);
        }

        @Override
        public void write(CodeBuilder code, CodeElement instruction) {
            change.write(code, (InvokeInstruction) instruction);
        }
    }

    /** A static field that is read. */
    record Constant(String name, String instead) implements Instead {
        @Override
        public boolean fits(CodeElement instruction) {
            return instruction instanceof FieldInstruction field
                    && field.opcode() == Opcode.GETSTATIC
                    && field.name().equalsString(name);
        }

        @Override
        public void write(CodeBuilder code, CodeElement instruction) {
            FieldInstruction field = (FieldInstruction) instruction;
            code.getstatic(field.owner().asSymbol(), instead, field.typeSymbol());
        }
    }
}
