package trifecta.sabotage.planting;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the classes of one bug as they are loaded, and says so. A bug that is not found where it has to be planted ends the process:
 * what runs then is not what was asked for, and a checker that finds nothing would look good.
 */
final class Weaver implements ClassFileTransformer {
    private final Bug bug;

    Weaver(Bug bug) {
        this.bug = bug;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // what a transformer throws is swallowed by the virtual machine
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String className,
            @Nullable Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        byte[] woven = null;
        for (Site site : bug.sites()) {
            if (site.className().replace('.', '/').equals(className)) {
                try {
                    woven = weave(site, woven == null ? bytes : woven, loader);
                    System.err.println(bug.woven(site));
                } catch (RuntimeException e) {
                    System.err.println("cannot plant " + bug + " in " + site + ": " + e);
                    Runtime.getRuntime().halt(Agent.NOT_PLANTED);
                }
            }
        }
        return woven;
    }

    /** @throws IllegalStateException when the site is not as it is described */
    static byte[] weave(Site site, byte[] bytes, @Nullable ClassLoader loader) {
        ClassHierarchyResolver known = loader == null
                ? ClassHierarchyResolver.defaultResolver()
                : ClassHierarchyResolver.ofResourceParsing(loader)
                        .orElse(ClassHierarchyResolver.defaultResolver())
                        .cached();
        ClassFile context = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(known));
        ClassModel model = context.parse(bytes);
        Count count = new Count();
        byte[] woven = context.transformClass(model, site.transform(count));
        if (count.seen != site.of()) {
            throw new IllegalStateException("there are " + count.seen + " such places, not " + site.of());
        }
        return woven;
    }

    /** Places seen of the kind that is wanted. */
    static final class Count {
        int seen;
    }
}
