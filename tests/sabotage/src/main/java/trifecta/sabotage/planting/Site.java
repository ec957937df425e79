package trifecta.sabotage.planting;

import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;

/**
 * A place in the product's code and what is done to it.
 *
 * @param method its name; methods that share it count as one
 * @param which of the places that the harm fits is harmed, from 1; 0 for all of them
 * @param of how many there are: another number means that the code is not what it was
 */
record Site(String className, String method, int which, int of, Harm harm) {
    /** The only place in a method that the harm fits. */
    static Site in(String className, String method, Harm harm) {
        return new Site(className, method, 1, 1, harm);
    }

    /** One of several places in a method. */
    static Site in(String className, String method, int which, int of, Harm harm) {
        return new Site(className, method, which, of, harm);
    }

    ClassTransform transform(Weaver.Count count) {
        return (builder, element) -> {
            if (element instanceof MethodModel model && model.methodName().equalsString(method)) {
                builder.transformMethod(model, methodTransform(count));
            } else {
                builder.with(element);
            }
        };
    }

    private MethodTransform methodTransform(Weaver.Count count) {
        return (builder, element) -> {
            if (!(element instanceof CodeModel code)) {
                builder.with(element);
            } else if (harm instanceof Harm.Body body) {
                count.seen++;
                builder.withCode(body::write);
            } else {
                builder.transformCode(code, (codeBuilder, instruction) -> {
                    if (isHit(instruction, count)) {
                        ((Harm.Instead) harm).write(codeBuilder, instruction);
                    } else {
                        codeBuilder.with(instruction);
                    }
                });
            }
        };
    }

    private boolean isHit(CodeElement instruction, Weaver.Count count) {
        if (!(harm instanceof Harm.Instead instead) || !instead.fits(instruction)) {
            return false;
        }
        count.seen++;
        return which == 0 || count.seen == which;
    }

    @Override
    public String toString() {
        return className + "." + method;
    }
}
