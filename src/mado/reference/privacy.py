from mado.kernel.privacy import classify

classify("reference.CodeCounter", "lasting", public="id prefix year last")
classify("reference.AllianceSetting", "lasting", public="id key value")
