"""How the embedded model is made: data, network, training, export, evaluation. Nothing here is needed to run Sijill."""
